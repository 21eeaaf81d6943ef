using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Worker;

/// <summary>Writes the health into the log, where a service with a web server would answer a probe.</summary>
internal sealed partial class HealthLog(ILogger<HealthLog> logger) : IHealthCheckPublisher
{
    private readonly ILogger _logger = logger;

    public Task PublishAsync(HealthReport report, CancellationToken cancellationToken)
    {
        foreach (var (name, entry) in report.Entries)
            Health(name, entry.Status, entry.Description);
        return Task.CompletedTask;
    }

    [LoggerMessage(1, LogLevel.Information, "{Check}: {Status}. {Description}")]
    private partial void Health(string check, HealthStatus status, string? description);
}
