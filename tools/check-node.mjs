// Plain JavaScript on purpose: an old Node cannot read TypeScript, and this file is what tells its user so.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 24 || (major === 24 && minor < 12)) {
  process.stderr.write(
    `Told Once needs Node 24.12 or newer; this is Node ${process.versions.node}.\n` +
      'Fix: on Linux x64, start it through npm (npm run demo, npm test): "npm ci" has installed the right Node.\n' +
      'Elsewhere, install Node 24 LTS. If it still fails, optional dependencies were left out: run "npm ci" again without --omit=optional.\n',
  );
  process.exit(78);
}
