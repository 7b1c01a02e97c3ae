// The door of the sources: where logs come from.
export { DemoSource } from './demo-source.ts';
export { demoRulesYaml } from './demo-rules.ts';
export { FileSource, type FileSourceOptions } from './file-source.ts';
export { PipeSource, type PipeSourceOptions } from './pipe-source.ts';
export type { Ingest, LogSource, SourceNotice } from './source.ts';
export { validateSources, type SourceFindings } from './validate-sources.ts';
