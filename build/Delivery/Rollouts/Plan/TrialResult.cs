using System.Text.Json.Nodes;

namespace SiteBuilder.Delivery.Rollouts.Plan;

/// <summary>What the API server says of a change that it is asked to try. Without any of these it refuses it, which is a problem then.</summary>
/// <param name="Result">What the object would become.</param>
/// <param name="Anew">Why it has to be deleted and made anew.</param>
/// <param name="Grows">Whether its claims grow first, without which it could not become that: see <see cref="GrownVolumes"/>.</param>
internal sealed record TrialResult(JsonObject? Result = null, string? Anew = null, bool Grows = false);
