// Jest runs what Node runs: the types are stripped, nothing else is compiled.
import { stripTypeScriptTypes } from 'node:module';

export default { process: (source) => ({ code: stripTypeScriptTypes(source) }) };
