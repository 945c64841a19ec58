package okko.switchd.openflow;

/** A message of OpenFlow, whatever the version that it is written in. */
public sealed interface Message
        permits HandshakeMessage, SettingsMessage, ChangeMessage, BundleMessage, EventMessage, MonitorMessage,
                StatisticsRequest, StatisticsReply, ProgramMessage {}
