/** docs/ref/api.md, written from the route table: a test holds the file equal to it. Fields are in the OpenAPI text. */

import type { RouteShape } from '../route/route-shape.ts';
import { ROUTE_NAMES, ROUTES } from '../route/routes.ts';
import { table } from './errors-document.ts';

const INTRODUCTION = `# HTTP API

This page is made from \`packages/contract\`; \`npx vitest run packages/contract -u\` writes it anew. Every field of every
question and answer is in \`GET /api/v1/openapi.json\`; errors are in [errors.md](errors.md).

- The server listens on 127.0.0.1, and on the network once there is an administrator and HTTPS or an explicit choice. Until somebody has an
  account whoever uses the machine may do everything; from then on a request bears the cookie of a session, or
  \`Authorization: Bearer\` with a token. It answers to the host names \`127.0.0.1\`, \`localhost\` and \`[::1]\`, from the network to the
  site's own names and addresses, and not to scripts of other pages.
- Instants are asked as ISO 8601 with a zone (\`2026-02-15T14:30:00+07:00\`) or as Unix milliseconds, and answered as Unix
  milliseconds. A \`+\` in an address is written \`%2B\`. A span includes \`from\`, excludes \`to\`, and is at most 31 days.
- Unknown fields are refused. A body is at most 1 MiB.
- An error is JSON; whoever's \`Accept\` prefers \`text/html\`, as a browser's does, gets it as a page.
- Once there are accounts, whoever is signed in looks at recordings for a purpose: \`POST /api/v1/purposes\` opens one, and each question for
  pictures names its id in \`purpose\`, or is refused with \`purpose-needed\`. What was recorded when, and what is missing, needs none. With a
  token, and while there are no accounts, \`purpose\` may say in words why (\`unstated\` otherwise). A purpose belongs to one session or token.
- A shared screen is known by its cookie and asks for itself (\`kiosk\`), and of other routes only those that say so: \`live\` at any time, \`recent\`
  while somebody has shown a PIN there, and nothing of before the last 30 minutes (\`kiosk-window\`).
- Passwords go in and never come out. User and password in a camera's address are taken out of it.
- \`PATCH\` with \`revision\` in the body, or \`If-Match\` with the answer's \`ETag\`, is refused when somebody else was faster.
- \`export.mp4\`, files of exports and segments answer \`Range\` and \`If-Range\`: a broken transfer goes on where it ended.
- Where a span can't be one movie, \`export.mp4\` answers 409 \`several-parts\` with the address of each part.
`;

/** The whole document in Markdown. */
export function apiDocument(): string {
  const rows = ROUTE_NAMES.map((name) => {
    const { method, path, permission, kiosk, summary, answers }: RouteShape = ROUTES[name];
    return [
      `\`${method} ${path}\``,
      kiosk === undefined ? `\`${permission}\`` : `\`${permission}\`; screen: \`${kiosk}\``,
      Object.keys(answers).join(', '),
      `${summary.en} · ${summary.vi}`,
    ];
  });
  return `${INTRODUCTION}\n## Routes\n\n${table(['route', 'permission', 'answers', 'what'], rows)}\n`;
}
