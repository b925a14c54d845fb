import type { Wanted } from './dialect.ts';

/** Columns of `logged` that only a tool call or its result fills: without them the content of messages is not looked into. */
const toolColumns = ['tool_name', 'arguments', 'output_digest', 'output_sketch', 'is_error'];

/** Does the command ask for anything of tool calls? */
export const asksForTools = ({ columns }: Wanted): boolean =>
  toolColumns.some((column) => columns.has(column));
