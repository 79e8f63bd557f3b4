/** What every service must do identically, and nothing else: each package below is named for what it holds. */
package id.padan.platform;
