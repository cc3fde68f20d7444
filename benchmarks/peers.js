// One peer from npm: renders the extract again and again in this process, and prints milliseconds and the size as JSON.
// node peers.js PEER FOLDER ROUNDS, run in a folder where the packages are installed.
const fs = require("fs");
const path = require("path");

const [peer, folder, rounds] = process.argv.slice(2);
const WARM = 10;
const data = JSON.parse(fs.readFileSync(path.join(folder, "data.json"), "utf8"));
const file = (name) => path.join(folder, name);

const PEERS = {
  docxtemplater() {
    const PizZip = require("pizzip");
    const Docxtemplater = require("docxtemplater");
    const template = fs.readFileSync(file("braces.docx"));
    return async (values) => {
      const document = new Docxtemplater(new PizZip(template), { paragraphLoop: true, linebreaks: true });
      document.render(values);
      return document.getZip().generate({ type: "nodebuffer", compression: "DEFLATE" });
    };
  },
  "easy-template-x"() {
    const { TemplateHandler } = require("easy-template-x");
    const template = fs.readFileSync(file("braces.docx"));
    return (values) => new TemplateHandler().process(template, values);
  },
  "docx-templates"() {
    const { createReport } = require("docx-templates");
    const template = fs.readFileSync(file("commands.docx"));
    return (values) => createReport({ template, data: values });
  },
  carbone() {
    const carbone = require("carbone");
    return (values) =>
      new Promise((resolve, reject) =>
        carbone.render(file("carbone.docx"), values, (error, result) => (error ? reject(error) : resolve(result))),
      );
  },
};

async function main() {
  const render = PEERS[peer]();
  const times = [];
  let made;
  for (let number = -WARM; number < Number(rounds); number++) {
    const start = process.hrtime.bigint();
    made = await render({ ...data, recipient: `Ministry number ${number}` });
    if (number >= 0) times.push(Number(process.hrtime.bigint() - start) / 1e6);
  }
  fs.writeFileSync(file(`${peer}.out.docx`), made);
  console.log(JSON.stringify({ times, size: made.length }));
  process.exit(0);
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
