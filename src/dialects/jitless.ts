import * as z from 'zod';

/**
 * Records are recognised without compiling the schemas: a few records of a file are looked at, and compiling takes longer
 * than that. To be imported before any schema is made.
 */
z.config({ jitless: true });
