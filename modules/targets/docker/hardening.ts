/** Of every container, whatever it is for; a service adds back the capabilities that its entry names. */
export const hardening = {
  capabilities: { drops: ['ALL'] },
  securityOpts: ['no-new-privileges:true'],
};

/** Logs rotate on the host: at most 3 files of 10 MB a container. */
export const rotation = { logDriver: 'json-file', logOpts: { 'max-file': '3', 'max-size': '10m' } };
