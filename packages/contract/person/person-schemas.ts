/** People with an account, and the roles that they have. */
import { LEGAL_CAPACITIES, MAX_GRANT_CAMERAS, PERMISSIONS } from '@matlang/domain';
import { z } from 'zod';
import { cameraIdSchema } from '../camera/camera-schemas.ts';
import { instantBodySchema, unixMsSchema } from '../instant/instant.ts';

const text = z.string().max(1000);

/** A role that somebody has: where and how long. */
export const grantSchema = z.strictObject({
  id: z.uuidv7(),
  role: z.string(),
  /** Null: the whole site. */
  cameras: z.array(cameraIdSchema).nullable(),
  from: unixMsSchema,
  /** Excluded; null: until it is taken away. */
  until: unixMsSchema.nullable(),
});
/** As the schema says. */
export type GrantAnswer = z.infer<typeof grantSchema>;

const legalCapacitySchema = z.enum(LEGAL_CAPACITIES);

/** In what legal capacity, from when until when. */
export const capacitySchema = z.strictObject({
  id: z.uuidv7(),
  capacity: legalCapacitySchema,
  from: unixMsSchema,
  until: unixMsSchema.nullable(),
});
/** As the schema says. */
export type CapacityAnswer = z.infer<typeof capacitySchema>;

/** From now on unless told, and until it is ended. */
export const newCapacitySchema = z.strictObject({
  capacity: legalCapacitySchema,
  from: z.exactOptional(instantBodySchema),
  until: instantBodySchema.nullable().default(null),
});

/** Which capacity of which person. */
export const capacityParamsSchema = z.strictObject({ id: z.uuidv7(), capacity: z.uuidv7() });

/** A person. */
export const personSchema = z.strictObject({
  id: z.uuidv7(),
  userName: z.string(),
  name: z.string(),
  position: z.string(),
  createdAt: unixMsSchema,
  /** Since when there is no account any more. */
  endedAt: unixMsSchema.nullable(),
  /** An authenticator is set up. */
  secondFactor: z.boolean(),
  /** A password was chosen: the invitation was taken. */
  joined: z.boolean(),
  /** Those that are over as well. */
  grants: z.array(grantSchema),
  /** The newest first, those that are over as well. */
  capacities: z.array(capacitySchema),
});
/** As the schema says. */
export type PersonAnswer = z.infer<typeof personSchema>;
/** Everybody, those whose account ended too. */
export const personListSchema = z.strictObject({ people: z.array(personSchema) });

/** `password` is for scripts alone: people choose their own, by the invitation that is answered where it is left out. */
export const newPersonSchema = z.strictObject({
  userName: text,
  name: text,
  position: text.default(''),
  password: z.exactOptional(z.string().max(1000)),
});
/** With the invitation, which is shown once; null where a password was given. */
export const newPersonAnswerSchema = z.strictObject({
  person: personSchema,
  invitation: z.string().nullable(),
  invitationEndsAt: unixMsSchema.nullable(),
});
/** As the schema says. */
export type NewPersonAnswer = z.infer<typeof newPersonAnswerSchema>;

/** What is left out stays. `ended`: the account ends, with its sessions, or begins again. */
export const personChangeSchema = z
  .strictObject({
    name: z.exactOptional(text),
    position: z.exactOptional(text),
    ended: z.exactOptional(z.boolean()),
    /** The phone is lost: a new one is set up at the next sign-in. */
    removeSecondFactor: z.exactOptional(z.literal(true)),
  })
  .refine((change) => Object.keys(change).length > 0, { params: { rule: 'nothing-to-change' } });

/** Which person. */
export const personParamsSchema = z.strictObject({ id: z.uuidv7() });
/** Which grant of which person. */
export const grantParamsSchema = z.strictObject({ id: z.uuidv7(), grant: z.uuidv7() });

/** From now on unless told, and until it is taken away. */
export const newGrantSchema = z.strictObject({
  role: z.string().max(100),
  cameras: z.array(cameraIdSchema).max(MAX_GRANT_CAMERAS).nullable().default(null),
  from: z.exactOptional(instantBodySchema),
  until: instantBodySchema.nullable().default(null),
});

/** A role, and what it gives. */
export const roleSchema = z.strictObject({
  id: z.string(),
  /** Null: one that comes with the program, and has a name in each language. */
  name: z.string().nullable(),
  permissions: z.array(z.enum(PERMISSIONS)),
  needsSecondFactor: z.boolean(),
});
/** As the schema says. */
export type RoleAnswer = z.infer<typeof roleSchema>;

/** A role of the site's own. */
export const roleDraftSchema = z.strictObject({
  name: text,
  permissions: z.array(z.enum(PERMISSIONS)).max(PERMISSIONS.length),
});

/** Which role; those of the program have words as ids. */
export const roleParamsSchema = z.strictObject({ id: z.string().max(100) });

/** The roles that there are. */
export const roleListSchema = z.strictObject({ roles: z.array(roleSchema) });
/** As the schema says. */
export type RoleListAnswer = z.infer<typeof roleListSchema>;
