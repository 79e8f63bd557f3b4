/**
 * How commands reach Padan: connection settings, tokens, uploads that retry, downloads that are whole or nothing, and problems said in
 * one sentence. Secrets have defaults for a local address only.
 */
package id.padan.cli.access;
