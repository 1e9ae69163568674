//! What a flow says of itself beside its name: banners, topics, names of devices; one row each.

use super::wording::worded;

/// Longest value that is kept, in bytes: longer than any host name, topic or banner that helps a reader.
const MAX_VALUE_BYTES: usize = 256;

worded! {
    /// What a value is.
    Attribute {
        /// The first line that a server sends.
        Banner "banner" "greeting";
        /// The program that speaks, as it calls itself.
        UserAgent "user-agent" "program";
        /// Host name that a device gives itself.
        DeviceName "device-name" "name of the device";
        /// Kind of device, as its maker writes it (DHCP option 60).
        VendorClass "vendor-class" "kind of device";
        /// Program or operating system that a side says it runs.
        Software "software" "software";
        /// Version of a protocol.
        Version "version" "version";
        /// What a client calls itself (MQTT).
        ClientId "client-id" "name of the client";
        /// User who signs in; never the password.
        UserName "user-name" "user";
        /// Realm in which users are known (Kerberos, TURN).
        Realm "realm" "realm";
        /// Topic or path of what is published or asked for (MQTT, CoAP).
        Topic "topic" "topic";
        /// Host that a call is for (SIP).
        Called "called" "called host";
        /// Where a device describes itself (SSDP).
        Location "location" "description at";
        /// Unique name of a service that is offered (SSDP).
        Service "service" "service";
    }
}

impl Attribute {
    /// The part of a value that is kept.
    pub fn cut(self, value: &str) -> &str {
        let mut end = value.len().min(MAX_VALUE_BYTES);
        while !value.is_char_boundary(end) {
            end -= 1;
        }
        value.get(..end).unwrap_or("")
    }
}
