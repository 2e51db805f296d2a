// Runs before the scripts, on whatever Node there is: they are TypeScript, which Node runs by itself since 22.18.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `Node ${process.versions.node} is too old for the scripts, and node_modules has no newer one. ` +
      'Let npm run the install script of the package "node": npm install-scripts approve node && npm rebuild node',
  );
  process.exit(1);
}
