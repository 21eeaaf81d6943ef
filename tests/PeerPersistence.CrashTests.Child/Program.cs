using PeerPersistence;
using PeerPersistence.CrashTests.Child;

// A process to be killed, raced or starved. Usage: <what> <path> [number]
return args switch
{
    ["load", var path, var writers] => await Load.RunAsync(path, int.Parse(writers, provider: null)),
    ["sqlite", var path, var writers] => await Load.RunSqliteAsync(path, int.Parse(writers, provider: null)),
    ["seal", var path, var keyPath] => await Peers.SealAsync(path, keyPath),
    ["hold", var path] => await Hold.RunAsync(path),
    ["exhaust", var path] => await Exhaust.RunAsync(path),
    ["import", var path] => await Peers.ImportAsync(path),
    ["migrate", var path] => await Peers.MigrateAsync(path),
    ["rotate", var path] => await Peers.RotateAsync(path),
    ["identities", var folder] => await Peers.OpenManyAsync(folder),
    ["fill", var path] => await Fill.RunAsync(path, limitBytes: null),
    ["fill", var path, var limit] => await Fill.RunAsync(path, ulong.Parse(limit, provider: null)),
    _ => 2,
};
