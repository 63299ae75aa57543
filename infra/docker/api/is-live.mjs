// The health check of the container: whether the process answers. What it cannot reach is said by /api/health/ready.
import { get } from 'node:http';

get({ socketPath: process.env.HOST, path: '/api/health/live', timeout: 4_000 }, ({ statusCode }) =>
  process.exit(statusCode === 200 ? 0 : 1),
).on('error', () => process.exit(1));
