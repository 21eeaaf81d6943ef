// Starts .NET, and lets a test run one scenario after the other on the same page.
import { dotnet } from './_framework/dotnet.js';

const { getAssemblyExports, getConfig, runMain } = await dotnet.create();
const { PeerPersistence } = await getAssemblyExports(getConfig().mainAssemblyName);
runMain();
globalThis.run = (name, argument) => PeerPersistence.Browser.TestApp.Program.RunAsync(name, argument);
