const frame = /^(?:(?:event|id|retry):[^{]*|:[^{]*|data:\s*(?:\[DONE\])?)$/;

/** What stands around the `data:` of server-sent events: no record, and nothing that a record was lost in. */
export function isStreamFrame(line: string): boolean {
  return frame.test(line);
}
