import {
  DOMParser,
  onWarningStopParsing,
  XMLSerializer,
  type Document,
  type Element,
  type Node,
} from '@xmldom/xmldom';

export type { Element } from '@xmldom/xmldom';

/** The outermost element. Throws for what is not well-formed. */
export function rootOf(xml: string): Element {
  const parser = new DOMParser({ onError: onWarningStopParsing });
  const { doctype, documentElement } = parser.parseFromString(xml, 'text/xml');
  // libvirt writes none, and what one declares is for nobody to resolve.
  if (doctype || !documentElement) throw new Error('XML with a document type');
  return documentElement;
}

export const toXml = (element: Element): string =>
  new XMLSerializer().serializeToString(element, { requireWellFormed: true });

/** libvirt's elements have no namespace: what others have put into a domain's metadata is none of them. */
export const childrenOf = (parent: Element | null, name: string): Element[] =>
  [...(parent?.childNodes ?? [])]
    .filter(isElement)
    .filter(({ namespaceURI, localName }) => namespaceURI === null && localName === name);

/** The first one where that path leads. */
export const childOf = (parent: Element | null, ...path: string[]): Element | null =>
  path.reduce<Element | null>((element, name) => childrenOf(element, name)[0] ?? null, parent);

/** Gives the parent such a child, or changes the one that it has; attributes that are not named stay. */
export function setChild(
  parent: Element,
  name: string,
  attributes: Record<string, string | number>,
  text?: string | number,
): Element {
  const child = childOf(parent, name) ?? addChild(parent, name);
  for (const [key, value] of Object.entries(attributes)) child.setAttribute(key, String(value));
  if (text !== undefined) child.textContent = String(text);
  return child;
}

export function removeChildren(parent: Element | null, name: string): void {
  for (const child of childrenOf(parent, name)) parent?.removeChild(child);
}

export function addChild(parent: Element, name: string): Element {
  // Only a document itself has none.
  const document = parent.ownerDocument as Document;
  const child = document.createElementNS(null, name);
  parent.appendChild(child);
  return child;
}

export const isElement = (node: Node): node is Element => node.nodeType === node.ELEMENT_NODE;
