/** Gives the services one JDBI over the service's own database; SQL stays with the feature that owns the tables. */
package id.padan.platform.database;
