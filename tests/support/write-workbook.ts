import { writeZip, type Part } from './write-zip.ts'

const NS = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const REL = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

export const WORKBOOK = `<?xml version="1.0" encoding="UTF-8"?><workbook xmlns="${NS}" xmlns:r="${REL}"><sheets><sheet name="Hidden" sheetId="2" state="hidden" r:id="rId2"/><sheet name="SKUs" sheetId="1" r:id="rId1"/></sheets></workbook>`
export const RELATIONS = `<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${REL}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${REL}/worksheet" Target="/xl/worksheets/sheet2.xml"/><Relationship Id="rId3" Type="${REL}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`

/** A cell as its XML; a plain text becomes a shared one. */
export type Cell = string | { readonly xml: (reference: string) => string }

/** A number as spreadsheet programs store it. */
export function number(stored: string): Cell {
  return { xml: (reference) => `<c r="${reference}"><v>${stored}</v></c>` }
}

/** The parts of a workbook whose first visible sheet has these rows. Its texts are shared, as Excel writes them. */
export function workbookParts(rows: readonly (readonly Cell[])[]): Readonly<Record<string, Part>> {
  const texts: string[] = []
  const sheet = rows.map((cells, n) => {
    const inner = cells.map((cell, column) => {
      const reference = `${String.fromCharCode(65 + column)}${n + 1}`
      if (typeof cell !== 'string') return cell.xml(reference)
      return `<c r="${reference}" t="s"><v>${texts.push(cell) - 1}</v></c>`
    })
    return `<row r="${n + 1}">${inner.join('')}</row>`
  })
  return {
    'xl/worksheets/sheet1.xml': [sheetXml(sheet.join(''))],
    'xl/worksheets/sheet2.xml': [sheetXml('<row r="1"><c r="A1" t="inlineStr"><is><t>sku</t></is></c></row>')],
    'xl/sharedStrings.xml': [`<sst xmlns="${NS}">${texts.map((text) => `<si><t>${escapeXml(text)}</t></si>`).join('')}</sst>`],
    'xl/workbook.xml': [WORKBOOK],
    'xl/_rels/workbook.xml.rels': [RELATIONS],
  }
}

export function sheetXml(rows: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="${NS}"><sheetData>${rows}</sheetData></worksheet>`
}

export async function writeWorkbook(path: string, rows: readonly (readonly Cell[])[]): Promise<void> {
  await writeZip(path, workbookParts(rows))
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
