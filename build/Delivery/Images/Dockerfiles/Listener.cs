namespace SiteBuilder.Delivery.Images.Dockerfiles;

/// <summary>Hears each report at once and in order; <see cref="Progress{T}"/> would queue them for later.</summary>
internal sealed class Listener<T>(Action<T> hear) : IProgress<T>
{
    public void Report(T value) => hear(value);
}
