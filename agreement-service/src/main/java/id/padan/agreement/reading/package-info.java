/** What people and programs of the parties may read about their agreements. Others learn not even that one exists. */
package id.padan.agreement.reading;
