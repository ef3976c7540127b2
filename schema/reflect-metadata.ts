// type-graphql asks for a type that TypeScript would have written down beside each decorator. We write every type as a
// function instead, so the answer is always "nothing"; it only insists that somebody can be asked.
Object.assign(Reflect, { getMetadata: () => undefined })
