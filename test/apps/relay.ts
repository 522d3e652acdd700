import { createServer, type Socket } from 'node:net';
import { execa } from 'execa';

/** A mail relay on this machine that takes mail and keeps none of it. */
export interface Relay {
  /** `mail` of federation.yaml. */
  readonly settings: { readonly host: string; readonly port: number; readonly from: string; readonly security: 'none' };
  close(): Promise<void>;
}

export async function openRelay(): Promise<Relay> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => socket.destroy());
    talk(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
  const { port } = server.address() as { port: number };
  return {
    settings: { host: await bridgeAddress(), port, from: 'ne-pas-repondre@chatiere.test', security: 'none' },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** SMTP as far as a client goes that sends one letter (RFC 5321). */
function talk(socket: Socket): void {
  let letter = false;
  let rest = '';
  socket.write('220 relais.chatiere.test ESMTP\r\n');
  socket.on('data', (data) => {
    const lines = `${rest}${data}`.split('\r\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (letter) {
        if (line !== '.') continue;
        letter = false;
        socket.write('250 taken\r\n');
      } else if (/^DATA$/i.test(line)) {
        letter = true;
        socket.write('354 go on\r\n');
      } else if (/^QUIT/i.test(line)) socket.end('221 bye\r\n');
      else socket.write('250 relais.chatiere.test\r\n');
    }
  });
}

/** This machine as containers see it. */
async function bridgeAddress(): Promise<string> {
  const { stdout } = await execa('docker', ['network', 'inspect', 'bridge', '--format', '{{(index .IPAM.Config 0).Gateway}}']);
  return stdout.trim();
}
