/**
 * The agreement as a data file: its shape, and the checks that say precisely what is wrong with one and what to do. Knows nothing of
 * databases, clocks or Kafka.
 */
package id.padan.agreement.document;
