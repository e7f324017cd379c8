/** A field of a type of the API: its name, and its type as the client library writes it. */
type Attribute = { readonly baseName: string; readonly type: string };

/** What the API's types consist of, for those that a DaemonSet is made of. */
export type ManifestModels = ReadonlyMap<string, readonly Attribute[]>;

let models: Promise<ManifestModels> | undefined;

/**
 * Loads the types when they are first asked for: the 116 that a DaemonSet needs, one by one, in 30 ms. The library's own
 * entrance would load all it has, in half a second.
 */
export function loadManifestModels(): Promise<ManifestModels> {
  models ??= gather('V1DaemonSet');
  return models;
}

async function gather(root: string): Promise<ManifestModels> {
  const found = new Map<string, readonly Attribute[]>();
  const visit = async (name: string): Promise<void> => {
    if (found.has(name)) return;
    found.set(name, []);
    const attributes = await attributesOf(name);
    found.set(name, attributes);
    await Promise.all(
      attributes
        .map(({ type }) => elementOf(type))
        .filter(isModel)
        .map(visit),
    );
  };
  await visit(root);
  return found;
}

async function attributesOf(name: string): Promise<readonly Attribute[]> {
  const module: unknown = await import(`@kubernetes/client-node/dist/gen/models/${name}.js`);
  const model: unknown = Reflect.get(Object(module), name);
  if (typeof model !== 'function') throw new Error(`the client library has no model ${name}`);
  const map: unknown = Reflect.get(model, 'attributeTypeMap');
  if (!Array.isArray(map)) throw new Error(`the client library's model ${name} has no types`);
  return map.map((each: unknown) => ({
    baseName: String(Reflect.get(Object(each), 'baseName')),
    type: String(Reflect.get(Object(each), 'type')),
  }));
}

const LIST = /^Array<(.+)>$/;
const MAP = /^\{ \[key: string\]: (.+); \}$/;

export type TypeShape =
  | { readonly kind: 'List' | 'Map'; readonly element: string }
  | { readonly kind: 'Model' | 'Scalar'; readonly name: string };

export function shapeOf(type: string): TypeShape {
  const list = LIST.exec(type)?.[1];
  if (list !== undefined) return { kind: 'List', element: list };
  const map = MAP.exec(type)?.[1];
  if (map !== undefined) return { kind: 'Map', element: map };
  return { kind: isModel(type) ? 'Model' : 'Scalar', name: type };
}

function elementOf(type: string): string {
  const shape = shapeOf(type);
  return 'element' in shape ? elementOf(shape.element) : shape.name;
}

function isModel(name: string): boolean {
  return /^(?:V\d|Core)/.test(name);
}
