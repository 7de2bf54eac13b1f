export type { ExportedTable, ExportManifest } from './export-manifest.ts';
export { type Cell, EXPORT_FORMATS, type ExportFormat, type ExportRow } from './format-rows.ts';
export { describeExport, writeExport } from './write-export.ts';
