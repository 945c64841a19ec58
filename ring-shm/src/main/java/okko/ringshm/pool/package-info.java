/** See the class comments; the module's page is docs/layouts.md. */
package okko.ringshm.pool;
