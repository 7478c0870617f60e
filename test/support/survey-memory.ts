// Surveys the folder in argv and prints the peak of resident memory in MB. Run as a process of its own.
import { surveyWhole } from "./survey.js";

const { outcomes } = await surveyWhole(process.argv[2] as string);
process.stdout.write(`${outcomes.length} ${Math.round(process.resourceUsage().maxRSS / 1024)}\n`);
