import { z } from 'zod';

/** Schemas that have a name in the OpenAPI document. */
export const components = z.registry<{ id: string }>();

/** A schema under a name of its own: what an answer or a body is. */
export function component<Schema extends z.ZodType>(id: string, schema: Schema): Schema {
  components.add(schema, { id });
  return schema;
}

/** A page of a list, and the cursor of the next one. */
export function pageOf<Item extends z.ZodType>(id: string, item: Item) {
  return component(
    id,
    z.object({
      items: z.array(item),
      next: z
        .string()
        .nullable()
        .describe(
          'The cursor of the next page; null at the end. A page may hold fewer items than its limit, even none, and yet not be the last.',
        ),
    }),
  );
}
