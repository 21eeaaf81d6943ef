using Microsoft.Extensions.Options;

namespace PeerPersistence;

/// <summary>Names every option of the maintenance that is out of range, at the start of the host.</summary>
internal sealed class MaintenanceOptionsValidator(string builder) : IValidateOptions<MaintenanceOptions>
{
    public ValidateOptionsResult Validate(string? name, MaintenanceOptions options)
    {
        if (name != builder)
            return ValidateOptionsResult.Skip;
        var faults = options.Faults().ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
