import type { Contract } from '../contract.ts';
import { Refusal } from './refusal.ts';

type Kind = Contract['redirects'][number]['kind'];

/** @throws Refusal for an address that is not the instance's own (`https://host`), or whose path the table does not list for this use. */
export function checkRedirect({ app, redirects }: Contract, kind: Kind, own: string, address: string): string {
  const path = address.startsWith(`${own}/`) ? address.slice(own.length) : undefined;
  if (path === undefined) throw new Refusal(app, `${kind} address ${address} is not below ${own}`);
  if (!redirects.some((row) => row.kind === kind && matches(row.path, path))) throw new Refusal(app, `${kind} address ${address}: path ${path} is not in the table`);
  return address;
}

/** `{name}` in the row stands for one segment. */
export const matches = (row: string, path: string): boolean => {
  const [left, right] = [row.split('/'), path.split('/')];
  return left.length === right.length && left.every((part, index) => /^\{\w+\}$/.test(part) || part === right[index]);
};
