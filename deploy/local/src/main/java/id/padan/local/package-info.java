/**
 * The local stack: real PostgreSQL, Kafka and Keycloak from the Maven repository, the services and one gateway, started, watched and
 * stopped by {@code ./padan}; and the smaller set of PostgreSQL and Kafka that component tests start for themselves. Nothing of this
 * module is part of a service.
 */
package id.padan.local;
