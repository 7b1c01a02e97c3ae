// The door of the patterns: lines of a log put together by the template that they were made from (docs/patterns.md).
export { groupMessages, OTHER, TemplateMiner } from './template-miner.ts';
export type { FormNumber, MinerLimits, Pattern, PatternId } from './template-miner.ts';
export type { Template, TemplatePart } from './template.ts';
