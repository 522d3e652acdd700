// In place of npm's own tree reader. Pulumi's SDK loads it with a hundred packages at each start of a program, and uses it
// only to pack a function that is to run elsewhere (`serializeFunction`, dynamic providers), which no program of ours does.
exports.Arborist = class {
  constructor() {
    throw new Error('functions are not packed here: tools/arborist stands in place of @npmcli/arborist');
  }
};
