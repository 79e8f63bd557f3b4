/** What anybody would write who wants a POST with JSON and nothing else: no token, no gate, no rules, no index, no log. */
package id.padan.benchmarks.bare;
