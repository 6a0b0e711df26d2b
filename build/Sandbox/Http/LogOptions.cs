using System.Globalization;
using SiteBuilder.Sandbox.Objects;
using SiteBuilder.Sandbox.Storage;

namespace SiteBuilder.Sandbox.Http;

/// <summary>What part of a log a request asks for.</summary>
internal static class LogOptions
{
    /// <summary>A request for the log of a pod and a container that are yet to be found.</summary>
    /// <exception cref="StatusException">The options do not fit together.</exception>
    public static PodLogRequest Read(IQueryCollection query, string pod, DateTimeOffset now)
    {
        var (seconds, time) = (Number(query, "sinceSeconds"), Time(query, "sinceTime"));
        var request = new PodLogRequest([], "")
        {
            Follow = ListQuery.Flag(query, "follow") == true,
            Previous = ListQuery.Flag(query, "previous") == true,
            Timestamps = ListQuery.Flag(query, "timestamps") == true,
            TailLines = Number(query, "tailLines"),
            LimitBytes = Number(query, "limitBytes"),
            Since = seconds is null ? time : now.AddSeconds(-seconds.Value),
        };
        List<Cause> causes = [];
        if (request.TailLines < 0) causes.Add(Cause.Invalid("tailLines", request.TailLines, "must be greater than or equal to 0"));
        if (request.LimitBytes < 1) causes.Add(Cause.Invalid("limitBytes", request.LimitBytes, "must be greater than 0"));
        if (seconds is not null && time is not null) causes.Add(Cause.Forbidden("[]", "at most one of `sinceTime` or `sinceSeconds` may be specified"));
        else if (seconds < 1) causes.Add(Cause.Invalid("sinceSeconds", seconds, "must be greater than 0"));
        if (query.ContainsKey("stream")) causes.Add(Cause.Forbidden("stream", "may not be specified"));
        return causes.Count == 0 ? request : throw Refusal.Invalid("", "PodLogOptions", "PodLogOptions", pod, causes);
    }

    private static long? Number(IQueryCollection query, string name)
    {
        if (query[name].FirstOrDefault() is not { } text) return null;
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value
            : throw Refusal.BadRequest($"strconv.ParseInt: parsing \"{text}\": invalid syntax");
    }

    private static DateTimeOffset? Time(IQueryCollection query, string name)
    {
        if (query[name].FirstOrDefault() is not { Length: > 0 } text) return null;
        if (text.Length == "2006-01-02".Length && DateOnly.TryParse(text, CultureInfo.InvariantCulture, out _)) throw Refusal.BadRequest($"parsing time \"{text}\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"\" as \"T\"");
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
            : throw Refusal.BadRequest($"parsing time \"{text}\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"{text}\" as \"2006\"");
    }
}
