// Run as a process of its own, so that a time limit can end it: installs the SDK's own version of the CLI into the folder given.
import { PulumiCommand } from '@pulumi/pulumi/automation/index.js';

await PulumiCommand.install({ root: process.argv[2] ?? '' });
