import { groupNames } from '../dimensions.ts';

/** Groups that end with what is judged have no past to be compared with. */
export const fleeting: readonly string[] = ['trace', 'call', 'hour', 'day', 'week', 'month'];

export const lastingNames: readonly string[] = groupNames.filter((name) => !fleeting.includes(name));
