/**
 * Gives the services one JDBI over the service's own database, and to one of their instances a task that two must not do at once; SQL
 * stays with the feature that owns the tables.
 */
package id.padan.platform.database;
