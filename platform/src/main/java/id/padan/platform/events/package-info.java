/**
 * Events: the outbox that a business transaction writes, the relay that publishes it to Kafka by PostgreSQL's write-ahead log, and
 * readers that follow topics. Delivery is at least once with idempotent effects; nothing here promises more.
 */
package id.padan.platform.events;
