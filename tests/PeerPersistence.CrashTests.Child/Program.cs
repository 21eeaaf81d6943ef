using PeerPersistence;
using PeerPersistence.CrashTests.Child;

// A process to be killed, raced or starved. Usage: <what> <path> [numbers]
return args switch
{
    ["load", var path, var writers] => await Load.RunAsync(path, int.Parse(writers, provider: null), 200_000),
    ["load", var path, var writers, var floor] => await Load.RunAsync(path, int.Parse(writers, provider: null), int.Parse(floor, provider: null)),
    ["sqlite", var path, var writers, _] => await Load.RunSqliteAsync(path, int.Parse(writers, provider: null)),
    ["seal", var path, var keyPath] => await Peers.SealAsync(path, keyPath),
    ["hold", var path] => await Hold.RunAsync(path),
    ["keys", var path, var keyStore] => await KeyStores.RunAsync(path, keyStore),
    ["exhaust", var path] => await Exhaust.RunAsync(path),
    ["starve", var path, var seed, var rounds] => await Starve.RunAsync(path, int.Parse(seed, provider: null), int.Parse(rounds, provider: null)),
    ["import", var path] => await Peers.ImportAsync(path),
    ["migrate", var path] => await Peers.MigrateAsync(path),
    ["rotate", var path] => await Peers.RotateAsync(path),
    ["identities", var folder] => await Peers.OpenManyAsync(folder),
    ["fill", var path] => await Fill.RunAsync(path, limitBytes: null),
    ["fill", var path, var limit] => await Fill.RunAsync(path, ulong.Parse(limit, provider: null)),
    _ => 2,
};
