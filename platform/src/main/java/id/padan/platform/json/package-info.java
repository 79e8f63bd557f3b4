/** How JSON is read and written everywhere: strict about types, tolerant of unknown members, silent about values in errors. */
package id.padan.platform.json;
