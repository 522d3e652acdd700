/** Exit code of a double that was given what its table does not list. */
export const REFUSED = 64;

/** What was given and is in no row; the message names it and the table, never a value that may be a secret. */
export class Refusal extends Error {
  constructor(app: string, what: string) {
    super(`${app} double: ${what} (table: test/doubles/${app}/contract.yaml)`);
  }
}

/** Runs a double's program: refusals end it with 64, anything else that goes wrong with 1; both say why on stderr. */
export async function runDouble(program: () => Promise<void>): Promise<void> {
  try {
    await program();
  } catch (error) {
    console.error(error instanceof Refusal ? error.message : error);
    process.exit(error instanceof Refusal ? REFUSED : 1);
  }
}
