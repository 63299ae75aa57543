import * as z from 'zod';
import { Job } from './job.js';

/** `<name>-<version>`, as its file is called. */
export const BoxId = z
  .string()
  .max(200)
  .regex(/^[a-z0-9-]+-\d+(\.\d+)+$/);

/**
 * `ready`: new machines start from it. `superseded`: a newer one of its name is there. `image-only`: its file is gone, and its
 * image is still in a host's storage pool.
 */
export const BoxState = z.enum(['ready', 'superseded', 'image-only']).meta({ id: 'BoxState' });
export type BoxState = z.infer<typeof BoxState>;

/** One version of the image that machines of a template start from. */
export const Box = z
  .object({
    id: BoxId,
    /** The template that it is made for. */
    templateId: z.string(),
    name: z.string(),
    version: z.string(),
    state: BoxState,
    /** Of its file; 0 without one. */
    sizeBytes: z.int().min(0),
    /** As old as its packages are. */
    bakedAt: z.iso.datetime(),
    sha256: z.string().nullable(),
    /** Their versions by their names; null where nobody wrote them down. */
    packages: z.record(z.string(), z.string()).nullable(),
    /** Whether it was booted once before it was kept. */
    tried: z.boolean(),
    /** The machines that stand on it. */
    usedBy: z.array(z.object({ id: z.uuid(), name: z.string(), owner: z.string() })),
    /** Its images in the storage pools of hosts. */
    images: z.array(z.object({ host: z.string(), bytes: z.int().min(0) })),
  })
  .meta({ id: 'Box' });
export type Box = z.infer<typeof Box>;

export const BakeBox = z.object({ templateId: z.string().min(1).max(100) }).meta({ id: 'BakeBox' });
export type BakeBox = z.infer<typeof BakeBox>;

const Sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/i)
  .transform((text) => text.toLowerCase());

/**
 * How much of an upload is sent by one request. Proxies end a request after 60 seconds (Traefik's readTimeout), in which this much
 * gets through from 0.6 Mbit/s on. Of one that is cut off, what has arrived stays, so a slower line gets there too.
 */
export const BOX_PIECE_BYTES = 4 * 2 ** 20;

/** A box that was made elsewhere: uploaded before (by tus, `/api/boxes/uploads`), or at an address. */
export const ImportBox = z
  .union([
    z.object({ templateId: z.string().min(1).max(100), uploadId: z.uuid(), sha256: Sha256.optional() }),
    z.object({
      templateId: z.string().min(1).max(100),
      url: z.url({ protocol: /^https?$/ }).max(2000),
      sha256: Sha256.optional(),
    }),
  ])
  .meta({ id: 'ImportBox' });
export type ImportBox = z.infer<typeof ImportBox>;

/** A file of which not all has been sent, or that nobody has had imported: whoever began it may go on with it for a day. */
export const UnfinishedUpload = z
  .object({
    id: z.uuid(),
    /** The template that it is for; null when the client did not say. */
    templateId: z.string().nullable(),
    /** What the file is called where it is; null when the client did not say. */
    name: z.string().nullable(),
    /** When the file was changed there last: another file of its name and size is another. */
    modifiedAt: z.iso.datetime().nullable(),
    sizeBytes: z.int().min(0),
    /** How much of it is here. */
    sentBytes: z.int().min(0),
    /** When the last of it came. */
    sentAt: z.iso.datetime(),
  })
  .meta({ id: 'UnfinishedUpload' });
export type UnfinishedUpload = z.infer<typeof UnfinishedUpload>;

/** What an administrator imports: their own unfinished uploads, and the last import of each template. */
export const BoxImports = z
  .object({ uploads: z.array(UnfinishedUpload), jobs: z.array(Job) })
  .meta({ id: 'BoxImports' });
export type BoxImports = z.infer<typeof BoxImports>;

/** What was taken away because no machine stands on it and no new one would. */
export const BoxCleanUp = z
  .object({ removed: z.array(BoxId), freedBytes: z.int().min(0) })
  .meta({ id: 'BoxCleanUp' });
export type BoxCleanUp = z.infer<typeof BoxCleanUp>;

/** How a template's box is baked: by a click, every week, by a command on the host. */
export const BoxBaking = z
  .object({
    templateId: z.string(),
    box: z.string(),
    /** Whether the portal can bake it where it runs. */
    isPossible: z.boolean(),
    /** What bakes it on the host. */
    command: z.string(),
    /** Whether it is baked anew each week by itself. */
    weekly: z.boolean(),
    /** The bake that is under way or was the last. */
    job: Job.nullable(),
  })
  .meta({ id: 'BoxBaking' });
export type BoxBaking = z.infer<typeof BoxBaking>;

export const SetBoxBaking = z
  .object({ templateId: z.string().min(1).max(100), weekly: z.boolean() })
  .meta({ id: 'SetBoxBaking' });
export type SetBoxBaking = z.infer<typeof SetBoxBaking>;
