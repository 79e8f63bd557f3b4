/**
 * The test kit of all services: real PostgreSQL and Kafka in a subprocess, signed tokens, published policies. Nothing here is mocked;
 * what a test sends passes the checks that production has.
 */
package id.padan.platform.testing;
