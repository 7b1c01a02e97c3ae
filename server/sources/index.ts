// The door of the sources: where logs come from.
export { DemoSource } from './demo-source.ts';
export { demoRulesYaml } from './demo-rules.ts';
export { FileSource } from './file-source.ts';
export { PipeSource } from './pipe-source.ts';
export type { LogSource } from './source.ts';
export { validateSources } from './validate-sources.ts';
