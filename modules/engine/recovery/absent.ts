/** What somebody else removed meanwhile, or went with what it was in, is as gone as it should be. */
export async function unlessAbsent(removal: Promise<unknown>): Promise<void> {
  await removal.catch((error: { response?: { status?: number } }) => {
    if (error.response?.status !== 404) throw error;
  });
}
