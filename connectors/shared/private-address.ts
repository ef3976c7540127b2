import { lookup, type LookupAddress, type LookupOptions } from 'node:dns'
import { BlockList, isIP } from 'node:net'

const refused = new BlockList()
const v4 = ['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24']
for (const range of [...v4, '192.168.0.0/16', '198.18.0.0/15', '224.0.0.0/4', '240.0.0.0/4']) add(range, 'ipv4')
for (const range of ['::/128', '::1/128', 'fc00::/7', 'fe80::/10', 'ff00::/8', '64:ff9b::/96']) add(range, 'ipv6')

function add(range: string, family: 'ipv4' | 'ipv6'): void {
  const [net = '', bits = ''] = range.split('/')
  refused.addSubnet(net, Number(bits), family)
}

/** Loopback, private, link-local and reserved addresses, also when written as an IPv4 address inside IPv6. */
export function isPrivateAddress(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped) return isPrivateAddress(mapped)
  const family = isIP(address)
  if (family === 0) return true
  return refused.check(address, family === 6 ? 'ipv6' : 'ipv4')
}

type LookupCallback = (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void

/**
 * A name lookup that refuses private addresses after resolving, at the moment of connecting: a name that is public when
 * checked and private when used gains nothing.
 */
export function publicLookup(host: string, options: LookupOptions, callback: LookupCallback): void {
  lookup(host, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '')
    if (addresses.length === 0 || addresses.some(({ address }) => isPrivateAddress(address))) {
      return callback(Object.assign(new Error(`${host} is not a public address`), { code: 'EPRIVATE' }), '')
    }
    const [first] = addresses
    return options.all ? callback(null, addresses) : callback(null, first?.address ?? '', first?.family)
  })
}
